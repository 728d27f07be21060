import Glibc

/// Executes another program in place of this one, with the same process, descriptors and environment (execv(3)). Returns
/// only by failing.
public func replaceProcess(with program: String, arguments: [String]) throws(SystemError) -> Never {
    var pointers = arguments.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    try check("execv", for: program) { execv(program, &pointers) }
    throw SystemError(call: "execv", code: ENOEXEC, purpose: program)
}
