import CLinux

/// Gives free memory back to the kernel, of the heap (malloc_trim(3)) and, in a process' first thread, of the stack: after
/// work that needed much for a moment, in a process that then does little for days.
public func releaseFreeMemory() {
    _ = cl_trim_memory()
    cl_release_stack()
}
