import Kernel

/// What decides over a quote: its versions and their states. The one that counts is the last that was submitted.
public struct Quote: Sendable, Hashable {
    /// One version as far as the rules need it.
    public struct Version: Sendable, Hashable {
        public let number: Int
        public var state: QuoteVersionState
        /// The version, still undecided by an approver, that took this one's place while the customer held it.
        public var replacedBy: Int?

        public init(number: Int, state: QuoteVersionState, replacedBy: Int? = nil) {
            self.number = number
            self.state = state
            self.replacedBy = replacedBy
        }
    }

    public private(set) var versions: [Version]

    public init(versions: [Version]) { self.versions = versions.sorted { $0.number < $1.number } }

    /// Accepted or declined: nothing more happens to it.
    public var isClosed: Bool { versions.contains { $0.state == .accepted || $0.state == .declined } }
    /// The version that can be accepted now, when there is one.
    public var sent: Int? { versions.first { $0.state == .sent }?.number }
    /// The number the next version gets.
    public var nextNumber: Int { (versions.last?.number ?? 0) + 1 }

    /// Submits a version: it goes to the customer, or to an approver first; every earlier open version is replaced.
    /// - Throws: ``QuoteError`` when it is no draft, its validity has passed, or the quote is closed.
    public mutating func submit(
        _ number: Int, validUntil: BusinessDate, today: BusinessDate, needsApproval: Bool
    ) throws(QuoteError) {
        guard !isClosed else { throw .closed }
        guard validUntil >= today else { throw .validityPassed(validUntil) }
        try change(number, needsApproval ? .requestApproval : .send)
        for version in versions where version.number < number && version.state.isOpen {
            if version.state == .sent { setReplaced(version.number, by: number) }
            // What an undecided version had replaced is now replaced by this one.
            for older in versions where older.replacedBy == version.number { setReplaced(older.number, by: number) }
            try change(version.number, .supersede)
        }
        if !needsApproval { settleReplaced(by: number) }
    }

    /// The approver agreed: the version is sent.
    public mutating func approve(_ number: Int) throws(QuoteError) {
        try change(number, .approve)
        settleReplaced(by: number)
    }

    /// The approver refused: what the customer held before is good again.
    public mutating func reject(_ number: Int) throws(QuoteError) {
        try change(number, .reject)
        for version in versions where version.replacedBy == number {
            try change(version.number, .restore)
            setReplaced(version.number, by: nil)
        }
    }

    /// The customer accepted a version.
    public mutating func accept(_ number: Int) throws(QuoteError) { try change(number, .accept) }

    /// The customer declined: every open version is closed.
    public mutating func decline() throws(QuoteError) {
        guard !isClosed else { throw .closed }
        let open = versions.filter(\.state.isOpen).map(\.number)
        guard !open.isEmpty else { throw .closed }
        for number in open { try change(number, .decline) }
    }

    private mutating func change(_ number: Int, _ action: QuoteVersionState.Action) throws(QuoteError) {
        guard let index = versions.firstIndex(where: { $0.number == number }) else {
            let missing = IllegalTransition(subject: "quote version", from: "missing", wanted: action.rawValue)
            throw .illegal(missing)
        }
        do {
            versions[index].state = try versions[index].state.after(action)
        } catch {
            throw .illegal(error)
        }
    }

    /// The replacement reached the customer: what it replaced will not come back.
    private mutating func settleReplaced(by number: Int) {
        for version in versions where version.replacedBy == number { setReplaced(version.number, by: nil) }
    }

    private mutating func setReplaced(_ number: Int, by replacement: Int?) {
        guard let index = versions.firstIndex(where: { $0.number == number }) else { return }
        versions[index].replacedBy = replacement
    }
}
