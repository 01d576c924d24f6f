import BenchmarkSuite

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

exit(runBenchmarks(Array(CommandLine.arguments.dropFirst())))
