import Kernel

endProcess(EmperorProgram.main(Array(CommandLine.arguments.dropFirst())))
