import Kernel

/// The `touch-` options. uWSGI looks once a second, and so do we.
extension Master {
    func watchTouchFiles(_ plan: Plan) {
        touchFiles.watch(plan.touchFiles)
        if let nextLook { loop.cancel(nextLook) }
        if !touchFiles.isEmpty { lookAtTouchFiles() }
    }

    private func lookAtTouchFiles() {
        nextLook = loop.schedule(at: .now + .seconds(1)) { [unowned self] in
            lookAtTouchFiles()
            heed(touchFiles.changes())
        }
    }

    /// Several files that were touched for one thing ask for it once.
    private func heed(_ changes: [TouchFiles.File]) {
        if changes.contains(where: { $0.wish == .rotateLog }) {
            log.rotate()
        } else if changes.contains(where: { $0.wish == .reopenLog }) {
            reopenLog()
        }
        if let file = changes.first(where: { $0.wish == .reload }) { reload("\(file.path) was touched") }
    }
}
