extension Evaluation {
    /// Where the value in force of an option was given, under whichever of its names; nil when it was not.
    public func origin(of option: String) -> Origin? {
        guard let row = OptionTable.row(named: option) else { return nil }
        return effective.last { row.names.contains($0.key) }?.origin
    }
}
