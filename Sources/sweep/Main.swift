import SweepCLI

@main
enum Main {
  static func main() {
    SweepCommand.runProgram()
  }
}
