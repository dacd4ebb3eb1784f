import Kernel

/// What a traveller asks for. Holds only plans that make sense.
public struct TripPlan: Sendable, Hashable {
    public let travellerID: StaffID
    /// Without the traveller and without repetition, in the order given.
    public let companions: [StaffID]
    public let purpose: String
    /// The person visited: a name on a card is enough.
    public let visitName: String
    public let from: BusinessDate
    public let to: BusinessDate
    /// Zero or more, in the company's currency.
    public let budget: Money

    /// The longest trip that can be filed as one, in days.
    public static let longestDays = 92

    /// The longest purpose or name, in characters.
    public static let longestText = 500
    /// More than this is a slip of the finger: a hundred million.
    public static let highestBudget = Money(minor: 100_000_000_00)

    /// Throws `TripError` when the plan makes no sense.
    public init(
        travellerID: StaffID, companions: [StaffID], purpose: String, visitName: String, from: BusinessDate,
        to: BusinessDate, budget: Money
    ) throws(TripError) {
        self.travellerID = travellerID
        self.purpose = trimmed(purpose)
        self.visitName = trimmed(visitName)
        guard !self.purpose.isEmpty else { throw .missing("purpose") }
        guard !self.visitName.isEmpty else { throw .missing("visitName") }
        guard self.purpose.count <= Self.longestText else { throw .textTooLong("purpose") }
        guard self.visitName.count <= Self.longestText else { throw .textTooLong("visitName") }
        guard from <= to else { throw .endsBeforeItBegins }
        guard to.dayNumber - from.dayNumber < Self.longestDays else { throw .tooManyDays }
        guard budget.currency == .company else { throw .foreignCurrency("budget") }
        guard !budget.isNegative else { throw .negative("budget") }
        guard budget <= Self.highestBudget else { throw .tooMuch("budget") }
        var seen: Set<StaffID> = [travellerID]
        self.companions = companions.filter { seen.insert($0).inserted }
        self.from = from
        self.to = to
        self.budget = budget
    }

    /// Everyone who travels, the traveller first.
    public var travellers: [StaffID] { [travellerID] + companions }
    /// Every calendar day of the trip, weekends and holidays included: who is away is on the trip on a Sunday too.
    public var days: [BusinessDate] { from.days(through: to) }
}

/// Checks what a traveller reports on return against the money that was reserved.
///
/// Whatever was spent over the budget needs an approval of its own, so it cannot be reported here.
public func checkSpent(_ spent: Money, budget: Money) throws(TripError) {
    guard spent.currency == budget.currency else { throw .foreignCurrency("spent") }
    guard !spent.isNegative else { throw .negative("spent") }
    guard spent <= budget else { throw .spentMoreThanReserved(budget) }
}

/// Why a trip cannot be filed or completed.
public enum TripError: Error, Hashable, Sendable {
    case missing(String)
    case negative(String)
    case foreignCurrency(String)
    case endsBeforeItBegins
    case tooManyDays
    case textTooLong(String)
    case tooMuch(String)
    case spentMoreThanReserved(Money)

    /// The field at fault, as the request names it.
    public var field: String {
        switch self {
        case .missing(let field), .negative(let field), .foreignCurrency(let field), .textTooLong(let field),
            .tooMuch(let field):
            field
        case .endsBeforeItBegins, .tooManyDays: "to"
        case .spentMoreThanReserved: "spent"
        }
    }
}

extension TripError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing: "must not be empty"
        case .negative: "must not be negative"
        case .foreignCurrency: "must be in \(Currency.company.rawValue)"
        case .endsBeforeItBegins: "must not be before from"
        case .textTooLong: "must be at most \(TripPlan.longestText) characters"
        case .tooMuch: "must be at most \(TripPlan.highestBudget)"
        case .tooManyDays: "a trip lasts at most \(TripPlan.longestDays) days; file the rest as another trip"
        case .spentMoreThanReserved(let budget): "must not be more than the \(budget) reserved"
        }
    }
}

/// Without the blanks around it.
func trimmed(_ text: String) -> String {
    var rest = Substring(text)
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
}
