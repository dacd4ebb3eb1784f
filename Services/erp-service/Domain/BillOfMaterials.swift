import Foundation
import Kernel

/// What one unit of a product is made of, and on which work centres.
public struct BillOfMaterials: Sendable, Equatable {
    /// A component per unit of the product.
    public struct Line: Sendable, Equatable {
        public let component: ProductID
        public let quantity: ExactDecimal
        /// Of a hundred pieces taken, how many are lost; below 100.
        public let scrapPercent: ExactDecimal
        /// Counted in whole pieces: requirements are rounded up.
        public let counted: Bool

        public init(component: ProductID, quantity: ExactDecimal, scrapPercent: ExactDecimal = .zero, counted: Bool) {
            self.component = component
            self.quantity = quantity
            self.scrapPercent = scrapPercent
            self.counted = counted
        }

        /// How much must be issued for `parents` good units.
        public func required(for parents: ExactDecimal) -> ExactDecimal {
            let hundred = ExactDecimal(100)
            let exact = parents * quantity * hundred / (hundred - scrapPercent)
            return counted ? exact.roundedUp : exact
        }
    }

    /// A step of the routing.
    public struct Operation: Sendable, Equatable {
        public let sequence: Int
        public let workCentre: UUID
        public let setupMinutes: ExactDecimal
        /// Per unit.
        public let runMinutes: ExactDecimal

        public init(sequence: Int, workCentre: UUID, setupMinutes: ExactDecimal, runMinutes: ExactDecimal) {
            self.sequence = sequence
            self.workCentre = workCentre
            self.setupMinutes = setupMinutes
            self.runMinutes = runMinutes
        }
        public func minutes(for quantity: ExactDecimal) -> ExactDecimal { setupMinutes + runMinutes * quantity }
    }

    public var lines: [Line]
    public var operations: [Operation]

    public init(lines: [Line], operations: [Operation] = []) {
        self.lines = lines
        self.operations = operations
    }
}
