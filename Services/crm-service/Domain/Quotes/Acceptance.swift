import Kernel

/// What is checked when a customer accepts a version of a quote.
public struct Acceptance: Sendable {
    public let state: QuoteVersionState
    public let validUntil: BusinessDate
    /// The hash of the content as it stands now.
    public let contentHash: String
    /// The hash of what was submitted, and approved when approval was needed.
    public let agreedHash: String?

    public init(state: QuoteVersionState, validUntil: BusinessDate, contentHash: String, agreedHash: String?) {
        self.state = state
        self.validUntil = validUntil
        self.contentHash = contentHash
        self.agreedHash = agreedHash
    }

    /// - Throws: ``AcceptanceError``. The last day of validity still counts.
    public func check(on today: BusinessDate) throws(AcceptanceError) {
        switch state {
        case .sent: break
        case .superseded: throw .superseded
        case .accepted: throw .alreadyAccepted
        default: throw .notSent(state)
        }
        guard today <= validUntil else { throw .expired(validUntil) }
        guard let agreedHash, agreedHash == contentHash else { throw .contentChanged }
    }
}

/// Why a version cannot be accepted.
public enum AcceptanceError: Error, Equatable {
    case notSent(QuoteVersionState)
    /// A later version took its place.
    case superseded
    case alreadyAccepted
    case expired(BusinessDate)
    /// What would be ordered is not what was submitted or approved.
    case contentChanged
}
