import Kernel

/// A cost by what it was spent on. Stock keeps its value this way, so that the labour in a sub-assembly is still labour
/// in the machine it went into.
public struct CostElements: Sendable, Equatable {
    public var material: Money
    public var labour: Money
    public var machine: Money
    public var overhead: Money

    public init(material: Money = .zero, labour: Money = .zero, machine: Money = .zero, overhead: Money = .zero) {
        self.material = material
        self.labour = labour
        self.machine = machine
        self.overhead = overhead
    }
    public static let zero = CostElements()
    public var total: Money { material + labour + machine + overhead }

    public static func + (a: Self, b: Self) -> Self {
        Self(
            material: a.material + b.material, labour: a.labour + b.labour, machine: a.machine + b.machine,
            overhead: a.overhead + b.overhead)
    }
    public static func - (a: Self, b: Self) -> Self {
        Self(
            material: a.material - b.material, labour: a.labour - b.labour, machine: a.machine - b.machine,
            overhead: a.overhead - b.overhead)
    }
    public static func += (a: inout Self, b: Self) { a = a + b }
    public static func -= (a: inout Self, b: Self) { a = a - b }

    /// The part `share / of` of every element, each rounded half-up; the whole when `share` is `of`.
    public func part(_ share: ExactDecimal, of whole: ExactDecimal) -> CostElements {
        if share == whole { return self }
        return Self(
            material: material.part(share, of: whole), labour: labour.part(share, of: whole),
            machine: machine.part(share, of: whole), overhead: overhead.part(share, of: whole))
    }
}
