import Kernel

endProcess(VassalProgram.main(Array(CommandLine.arguments.dropFirst())))
