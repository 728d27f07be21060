import CLinux

/// Gives free memory back to the kernel (malloc_trim(3)): after work that needed much for a moment, in a process that
/// then does little for days.
public func releaseFreeMemory() {
    _ = cl_trim_memory()
}
