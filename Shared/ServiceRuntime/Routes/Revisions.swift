import Foundation
import Synchronization

/// The answer of a document that people edit: it says which revision it is.
///
/// The revision is the `xmin` of the document's row (`xmin::text as etag`): PostgreSQL keeps it for every row, and every
/// update changes it. `docs/decisions/0014-revisions-are-xmin.md` says why.
public protocol Editable {
    /// What an edit sends back, as If-Match or in a form's field `_etag`.
    var etag: String? { get }
}

/// What the caller of an edit saw: If-Match of a program, the hidden field `_etag` of a form.
final class SeenRevision: Sendable {
    /// Nil for `*`: any revision is fine.
    private let revisions: [String]?
    private let isCompared = Mutex(false)

    private init(_ revisions: [String]?) { self.revisions = revisions }

    /// - Throws: ``Problem`` 428 when the call does not say.
    static func said(by input: InputValue, _ request: ReceivedRequest) throws -> SeenRevision {
        if request.isForm, let field = input["_etag"]?.scalarText { return SeenRevision([field]) }
        guard let header = request.header("if-match") else {
            throw Problem(
                type: "revision-needed", status: 428, title: "Say which revision is edited",
                detail: "send the ETag of the document as If-Match, so that nobody's change is lost")
        }
        return SeenRevision(header.trimmed == "*" ? nil : EntityTag.list(header).map(EntityTag.revision))
    }

    func compare(_ current: String) throws {
        isCompared.withLock { $0 = true }
        if let revisions, !revisions.contains(current) {
            throw Problem.changedMeanwhile
        }
    }

    /// A mistake of ours: the route says that it edits, and its handler compared nothing.
    struct NotCompared: Error {}

    func mustHaveBeenCompared() throws {
        guard isCompared.withLock({ $0 }) else { throw NotCompared() }
    }
}

extension CommandCall {
    /// Refuses the edit when the document is no longer what the caller saw. Call it with what was read under the
    /// lock of the document's row, before anything is written.
    /// - Throws: ``Problem`` 412.
    public func mustBeCurrent(_ etag: String?) throws { try seen?.compare(etag ?? "") }
}

extension Problem {
    /// Another revision is stored than the one that was edited.
    static let changedMeanwhile = Problem(
        type: "changed-meanwhile", status: 412, title: "Somebody else changed it meanwhile",
        detail: "nothing was stored; look at what is stored now, and change that")
}
