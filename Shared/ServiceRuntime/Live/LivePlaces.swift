import Foundation
import Synchronization

/// How many pages are followed at once: of one person, and by all of this process.
final class LivePlaces: Sendable {
    /// A stream's place, until it leaves.
    final class Place: Sendable {
        private let person: UUID
        private let places: LivePlaces
        private let isLeft = Mutex(false)

        init(_ person: UUID, _ places: LivePlaces) { (self.person, self.places) = (person, places) }

        func leave() {
            let isFirst = isLeft.withLock { left in
                defer { left = true }; return !left
            }
            if isFirst { places.leave(person) }
        }

        /// An answer that was never sent.
        deinit { leave() }
    }

    private let mostOfOne: Int
    private let most: Int
    private let taken = Mutex<(all: Int, of: [UUID: Int])>((0, [:]))

    /// - Parameters:
    ///   - mostOfOne: a person's tabs that are in front, and those that are about to be noticed as gone.
    ///   - most: what the process bears, at about 100 KiB each.
    init(mostOfOne: Int = 12, most: Int = 2000) { (self.mostOfOne, self.most) = (mostOfOne, most) }

    /// How many are taken.
    var count: Int { taken.withLock { $0.all } }

    /// Nil when there is none left.
    func take(_ person: UUID?) -> Place? {
        guard let person else { return nil }
        let isFree = taken.withLock { taken in
            guard taken.all < most, taken.of[person, default: 0] < mostOfOne else { return false }
            taken.all += 1
            taken.of[person, default: 0] += 1
            return true
        }
        return isFree ? Place(person, self) : nil
    }

    private func leave(_ person: UUID) {
        taken.withLock { taken in
            taken.all -= 1
            let left = taken.of[person, default: 1] - 1
            taken.of[person] = left > 0 ? left : nil
        }
    }
}
