import Crypto
import EventContracts
import Foundation
import Kernel
import Messaging

extension EventTransaction {
    /// Puts something into the one inbox: for one member of staff, or for anyone of a role.
    ///
    /// - Parameters:
    ///   - service: the service in whose name it is published.
    ///   - id: derived from the document, `UUID(namespaced: trip.id, "approve")`, so that closing needs no lookup.
    ///   - titleKey: the text key of the title, such as `todo_approve_trip`; the shared catalogues hold it.
    ///   - subject: the document's number or name.
    ///   - link: the page where it is done, as a path behind the gateway.
    ///   - matter: what it is about, so that people know without opening it.
    public func openTodo<P: Publisher>(
        _ service: P.Type, id: UUID, assignee: StaffID? = nil, role: Role? = nil, titleKey: String, subject: String,
        link: String, matter: Matter? = nil
    ) {
        emit(
            TodoOpened<P>(
                todoID: id, assignee: assignee, role: role, titleKey: titleKey, subject: subject, link: link,
                matter: matter))
    }

    /// Takes it out of the inbox: it is done or no longer needed. Close only what was opened.
    public func closeTodo<P: Publisher>(_ service: P.Type, _ id: UUID) {
        emit(TodoClosed<P>(todoID: id))
    }
}

extension UUID {
    /// A UUID derived from another and a purpose (version 8, RFC 9562): the same two give the same one.
    public init(namespaced document: UUID, _ purpose: String) {
        var hash = SHA256()
        withUnsafeBytes(of: document.uuid) { hash.update(bufferPointer: $0) }
        hash.update(data: Data(purpose.utf8))
        var bytes = Array(hash.finalize().prefix(16))
        bytes[6] = (bytes[6] & 0x0F) | 0x80
        bytes[8] = (bytes[8] & 0x3F) | 0x80
        self.init(uuid: bytes.withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) })
    }

    /// A UUID derived from a document's id and a purpose.
    public init<Of>(namespaced document: ID<Of>, _ purpose: String) {
        self.init(namespaced: document.rawValue, purpose)
    }
}
