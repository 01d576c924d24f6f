extension BadInput {
  /// A sweep over a program, which is a shell script.
  private static func program(
    _ name: String, _ script: String, _ line: String = "", status: Int32 = 1, says: String...
  ) -> BadInput {
    let sweep = """
      name = "k"
      config = "c.cfg"
      engine = "command"
      command = ["sh", "@/p.sh"]
      metric = { name = "f", goal = "maximize" }
      baseline = false
      \(line)
      [parameters]
      "training.dropout" = { values = [0.1] }
      """
    var input = BadInput(
      "program: \(name)",
      ["run", "@/s.toml", "--store", "@/sweep.db", "--report", "@/r.md", "--quiet"],
      ["s.toml": .text(sweep), "c.cfg": .text(config), "p.sh": .text(script)], status: status,
      says: says)
    input.addsToTheRecord = true
    return input
  }

  /// A sweep whose program cannot be started.
  private static func command(_ name: String, _ lines: String, says: String...) -> BadInput {
    BadInput(
      "command: \(name)",
      ["run", "@/s.toml", "--store", "@/sweep.db", "--report", "@/r.md", "--quiet"],
      [
        "s.toml": .text(
          "name = \"k\"\nconfig = \"c.cfg\"\nbaseline = false\n\(lines)\n\(parameters)"),
        "c.cfg": .text(config),
      ], says: says)
  }

  /// Programs that crash, hang or say what is none; their trials fail, and stay in the record.
  static let programs: [BadInput] = [
    program("that ends with status 3", "exit 3", says: "the program ended with status 3", "see: "),
    program("that crashes", "kill -SEGV $$", says: "the program was ended by signal 11 (SIGSEGV)"),
    program("that aborts", "kill -ABRT $$", says: "the program was ended by signal 6 (SIGABRT)"),
    program(
      "that is killed", "kill -9 $$", says: "the program was ended by signal 9 (SIGKILL)",
      "help: where nobody has killed it, the machine had no memory left"),
    program(
      "that hangs", "exec sleep 100", "limits = { trial_minutes = 0.01 }",
      says: "the limit of 0.01 minutes passed before the first evaluation",
      "help: raise trial_minutes"),
    program(
      "that says nothing", "echo hello",
      says: "the program ended with status 0 and has reported nothing",
      "help: it has to write JSON lines to $SWEEP_REPORTS"),
    program(
      "that says garbage", "printf 'hello\\n[1,2]\\n3\\n{}\\n\\377\\376\\n' >> $SWEEP_REPORTS",
      says: "has reported nothing", "help: it has to write JSON lines"),
    program(
      "that says zeros", "head -c 300000 /dev/zero >> $SWEEP_REPORTS", says: "has reported nothing",
      "help: it has to write JSON lines"),
    program(
      "that says half a line", "printf '{\"step\": 5, \"metr' >> $SWEEP_REPORTS",
      says: "has reported nothing", "help: it has to write JSON lines"),
    program(
      "that reports and fails",
      "echo '{\"step\": 5, \"metrics\": {\"f\": 0.5}}' >> $SWEEP_REPORTS; exit 1",
      says: "the program ended with status 1"),
    program(
      "that goes back in its steps and fails",
      "echo '{\"step\": 5, \"metrics\": {\"f\": 0.5}}' >> $SWEEP_REPORTS; echo '{\"step\": 4, \"metrics\": {\"f\": 0.7}}' >> $SWEEP_REPORTS; exit 1",
      says: "the program ended with status 1"),
    program(
      "that reports another metric",
      "echo '{\"step\": 1, \"metrics\": {\"g\": 1}}' >> $SWEEP_REPORTS",
      says: "the program has never reported the metric \"f\"", "help: it has reported g"),
    // Such a trial is done: what diverges is a result, too.
    program(
      "that reports only NaN",
      "echo '{\"step\": 1, \"metrics\": {\"f\": NaN}}' >> $SWEEP_REPORTS", status: 0,
      says: "f was never a number, so that the trial counts as the worst of all",
      "help: `sweep log` shows what it reported"),
    program(
      "that says why it failed", "echo '{\"failed\": \"no GPU\"}' >> $SWEEP_REPORTS",
      says: "the program says: no GPU"),
    program(
      "that prints no pattern", "echo x", "pattern = \"loss={f}\"",
      says: "nothing that it printed has the pattern"),
    program(
      "without its result", "true", "result = \"r.json\"",
      says: "without its result r.json: No such file or directory"),
  ]

  /// Commands that cannot be run.
  static let commands: [BadInput] = [
    command(
      "none", "engine = \"command\"\n", says: "s.toml:4: command: expected a value, found none",
      "help: say what to run"),
    command(
      "an engine there is not", "engine = \"comand\"",
      says: "expected \"native\", \"spacy\", \"command\" or \"elsewhere\", found \"comand\"",
      "help: did you mean `command`?"),
    command(
      "for another engine", "command = [\"x\"]",
      says: "expected no command without engine = \"command\", found both",
      "help: `sweep init sweep CONFIG`"),
    command(
      "a text", "engine = \"command\"\ncommand = \"train.py\"",
      says: "s.toml:5: command: expected a list, found the string \"train.py\"",
      "help: `sweep init sweep CONFIG`"),
    command(
      "an empty list", "engine = \"command\"\ncommand = []",
      says: "s.toml:5: command: expected a list of values, found an empty one",
      "help: `sweep init sweep CONFIG`"),
    command(
      "a number", "engine = \"command\"\ncommand = [3]",
      says: "s.toml:5: command: expected a text, found 3", "help: `sweep init sweep CONFIG`"),
    command(
      "a program that is not there", "engine = \"command\"\ncommand = [\"no-such-program\"]",
      says: "there is no program no-such-program in PATH", "help: give its path"),
    command(
      "a path that is not there", "engine = \"command\"\ncommand = [\"/no/such/x\"]",
      says: "there is no program /no/such/x", "help: paths in `command` are relative"),
    command(
      "a key there is not", "engine = \"command\"\ncommand = [\"sh\", \"{training.dropuot}\"]",
      says: "{training.dropuot} is no key of the config", "help: did you mean `{training.dropout}`?"
    ),
    command(
      "an open brace", "engine = \"command\"\ncommand = [\"sh\", \"{a\"]",
      says: "expected a name and a } after each {", "help: "),
    command(
      "a pattern without a metric", "engine = \"command\"\ncommand = [\"sh\"]\npattern = \"x\"",
      says: "s.toml:6: pattern: expected a metric in braces", "help: "),
    command(
      "a pattern with two numbers in a row",
      "engine = \"command\"\ncommand = [\"sh\"]\npattern = \"{a}{b}\"",
      says: "s.toml:6: pattern: expected something between two numbers, found {a}{b}", "help: "),
    command(
      "a result outside", "engine = \"command\"\ncommand = [\"sh\"]\nresult = \"../r.json\"",
      says: "expected a path inside of the trial's folder, found", "help: "),
  ]
}
