import Kernel

/// What an hour on a work centre costs.
public struct HourlyRates: Sendable, Equatable {
    public let labour: Money
    public let machine: Money
    public let overhead: Money

    public init(labour: Money, machine: Money, overhead: Money) {
        self.labour = labour
        self.machine = machine
        self.overhead = overhead
    }

    /// The cost of working `minutes` there, each element rounded half-up.
    public func cost(ofMinutes minutes: ExactDecimal) -> CostElements {
        let sixty = ExactDecimal(60)
        return CostElements(
            labour: labour.part(minutes, of: sixty), machine: machine.part(minutes, of: sixty),
            overhead: overhead.part(minutes, of: sixty))
    }
}
