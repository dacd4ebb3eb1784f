import EventContracts
import Foundation
import Messaging
import Postgres

/// What a service must hear of another that signs people in: `sessions(of: OA.self)`. It is not ready before it knows a
/// key of each service named so.
public func sessions<P: Publisher>(of service: P.Type) -> [Subscription] {
    [
        on(SigningKeyPublished<P>.self, .own) { incoming, tx in
            let event = incoming.event
            try await SigningKeys.store(
                SigningKey(id: event.keyID, publicKey: event.publicKey, validUntil: event.validUntil), of: P.name, tx)
            SessionNews.keys.tell(tx)
        },
        on(SessionRevoked<P>.self, .own) { incoming, tx in
            let event = incoming.event
            try await Revocation(
                service: P.name, subject: event.sessionID ?? event.personID, issuedBefore: event.issuedBefore
            ).store(tx)
        },
    ]
}
