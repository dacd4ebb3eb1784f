import Foundation
import Kernel

/// The minutes of the work centres, day by day: a job is placed on the first days that still have room, and never above
/// a day's capacity.
public struct CapacitySchedule: Sendable {
    /// Minutes of one operation on one day.
    public struct Booking: Sendable, Equatable {
        public let sequence: Int
        public let workCentre: UUID
        public let day: BusinessDate
        public let minutes: Int
    }

    /// Minutes a day that each work centre can work.
    private let capacity: [UUID: Int]
    private var booked: [UUID: [BusinessDate: Int]]

    public init(capacity: [UUID: Int], booked: [UUID: [BusinessDate: Int]] = [:]) {
        self.capacity = capacity
        self.booked = booked
    }

    /// The minutes taken on a day.
    public func load(_ workCentre: UUID, on day: BusinessDate) -> Int { booked[workCentre]?[day] ?? 0 }

    /// Places the operations one after the other, none before `earliest` nor before the one in front of it ends.
    /// - Throws: `NoCapacity` when a work centre is not known, or never works.
    public mutating func place(
        _ operations: [BillOfMaterials.Operation], quantity: ExactDecimal, from earliest: BusinessDate
    ) throws(NoCapacity) -> [Booking] {
        var bookings: [Booking] = []
        var day = earliest.workingDay
        for operation in operations {
            guard let capacity = capacity[operation.workCentre], capacity > 0 else {
                throw NoCapacity(workCentre: operation.workCentre)
            }
            var left = Int(operation.minutes(for: quantity).roundedUp.millionths / ExactDecimal.scale)
            while left > 0 {
                let room = capacity - load(operation.workCentre, on: day)
                if room > 0 {
                    let minutes = min(room, left)
                    booked[operation.workCentre, default: [:]][day, default: 0] += minutes
                    left -= minutes
                    bookings.append(
                        Booking(
                            sequence: operation.sequence, workCentre: operation.workCentre, day: day, minutes: minutes))
                }
                if left > 0 { day = day.adding(days: 1).workingDay }
            }
        }
        return bookings
    }
}

/// A work centre that cannot do the operation.
public struct NoCapacity: Error, Sendable, Equatable {
    public let workCentre: UUID

    public init(workCentre: UUID) { self.workCentre = workCentre }
}

extension BusinessDate {
    /// This day, or the Monday after it when it falls on a weekend.
    public var workingDay: BusinessDate { isWeekend ? adding(days: 8 - weekday) : self }
    /// The day `count` working days later.
    public func adding(workingDays count: Int) -> BusinessDate {
        (0..<max(0, count)).reduce(workingDay) { day, _ in day.adding(days: 1).workingDay }
    }
}
