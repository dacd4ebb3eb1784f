import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// A remark by someone who is part of the approval.
struct CommentOnApproval: Codable, Sendable {
    var id: ApprovalID
    var text: String
}

/// Adds a remark; it changes nothing else.
func commentOnApproval(_ input: CommentOnApproval, _ call: CommandCall) async throws -> Done {
    let person = try call.signedIn()
    guard !input.text.isEmpty else { throw Problem.invalid(field: "text", "must not be empty") }
    guard try await mayRead(input.id, person, call.tx) else { throw Problem.notFound("approval", input.id) }
    call.tx.write(
        """
        insert into approval_comment (comment_id, approval_id, author_id, text)
        values (\(UUID.timeOrdered()), \(input.id), \(person.staffID), \(input.text))
        """)
    return Done()
}
