import Foundation
import Synchronization

/// Stands between client and server and breaks the line in one way; everything else passes untouched.
final class CuttingProxy: Sendable {
    enum Cut {
        /// The first COMMIT does not reach the server, and both are cut off.
        case beforeTheServerGetsIt
        /// The first COMMIT reaches the server, and the line is cut before it is done.
        case onceTheServerHasIt
        /// The first COMMIT is done, and its answer is cut off.
        case afterTheServerDidIt
        /// All but the first connection are taken and never answered.
        case silentToAllButTheFirst
        /// Nothing passes any more in any direction once a statement says `pg_sleep`, and nobody hangs up.
        case silentOnceAsleep
    }

    var port: Int { listener.port }
    private let listener: Listener

    init(to serverPort: Int, cut: Cut) throws {
        let hasCut = Flag()
        listener = try Listener { client in
            if cut == .silentToAllButTheFirst, hasCut.raise() {
                while client.read() != nil {}
                return
            }
            guard let server = try? Socket(connectingTo: serverPort) else { return }
            Line(client: client, server: server, cut: cut, hasCut: hasCut).carry()
            server.close()
        }
    }

    func close() { listener.close() }
}

/// Raised once, by whoever comes first.
private final class Flag: Sendable {
    private let isRaised = Atomic<Bool>(false)

    /// Whether it was raised before.
    func raise() -> Bool { isRaised.exchange(true, ordering: .relaxed) }
}

/// One connection through the proxy.
private struct Line {
    let client: Socket
    let server: Socket
    let cut: CuttingProxy.Cut
    let hasCut: Flag

    func carry() {
        var isCutting = false
        while let ready = client.wait(with: server) {
            if ready.this {
                guard let bytes = client.read() else { return }
                if cut == .silentOnceAsleep, bytes.firstRange(of: Array("pg_sleep".utf8)) != nil {
                    while client.read() != nil {}
                    return
                }
                if bytes.firstRange(of: Array("commit\0".utf8)) != nil, cutsCommits, !hasCut.raise() {
                    if cut == .onceTheServerHasIt { server.write(bytes) }
                    if cut != .afterTheServerDidIt { return }
                    isCutting = true
                }
                server.write(bytes)
            }
            if ready.other {
                guard let bytes = server.read() else { return }
                // ReadyForQuery (Z, length 5, I for idle): the COMMIT is done, and the client shall not hear of it.
                if isCutting, bytes.firstRange(of: [90, 0, 0, 0, 5, 73]) != nil { return }
                if !isCutting { client.write(bytes) }
            }
        }
    }

    private var cutsCommits: Bool { [.beforeTheServerGetsIt, .onceTheServerHasIt, .afterTheServerDidIt].contains(cut) }
}
