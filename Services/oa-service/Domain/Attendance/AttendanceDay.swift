import Kernel

/// What is known of a person on a day.
public enum AttendanceStatus: String, Sendable, CaseIterable {
    case present, absent, leave
    case onTrip = "on_trip"
    /// Saturday and Sunday, when nothing else is known.
    case rest
    /// A working day of which nothing is known.
    case unmarked

    /// What HR may record by hand; the others follow from trips and from the calendar.
    public static let recordable: Set<AttendanceStatus> = [.present, .absent, .leave]

    /// Whether it can be known of the day: leave is planned, who was there is seen on the day.
    public func isKnown(of day: BusinessDate, today: BusinessDate) -> Bool { self == .leave || day <= today }
}

/// A person's day. Trips lie over what was recorded and never replace it, so that undoing a trip brings back what was
/// there, in whatever order overlapping trips are approved and undone.
public struct AttendanceDay: Sendable, Hashable {
    public let day: BusinessDate
    /// What was recorded for the day apart from trips; nil when nothing was.
    public var recorded: AttendanceStatus?
    /// The approved trips that cover the day.
    public var trips: Set<TripID>

    public init(_ day: BusinessDate, recorded: AttendanceStatus? = nil, trips: Set<TripID> = []) {
        self.day = day
        self.recorded = recorded
        self.trips = trips
    }

    /// What the day counts as. Leave stays leave on a trip; a trip covers weekends too. Public holidays are not known
    /// here yet: they show as working days.
    public var status: AttendanceStatus {
        if recorded == .leave { return .leave }
        if !trips.isEmpty { return .onTrip }
        return recorded ?? (day.isWeekend ? .rest : .unmarked)
    }

    /// Every day from `from` to `to` with what is known of it.
    public static func calendar(
        from: BusinessDate, to: BusinessDate, known: [AttendanceDay]
    ) -> [AttendanceDay] {
        let byDay = Dictionary(known.map { ($0.day, $0) }) { first, _ in first }
        return from.days(through: to).map { byDay[$0] ?? AttendanceDay($0) }
    }
}
