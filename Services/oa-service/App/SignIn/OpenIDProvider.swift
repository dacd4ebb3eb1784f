import AsyncHTTPClient
import Foundation
import JWTKit
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import ServiceRuntime

/// The identity provider over HTTP: where it is (discovery), what it signs with (JWKS), and tokens for codes.
actor OpenIDProvider {
    let configuration: OpenIDConfiguration
    private var metadata: Metadata?
    private var keys: JWTKeyCollection?
    private var keysReadAt: ContinuousClock.Instant?

    /// OpenID Connect Discovery 1.0, §3: what is needed of it.
    struct Metadata: Decodable, Sendable {
        let issuer: String
        let authorizationEndpoint: String
        let tokenEndpoint: String
        let jwksURI: String

        private enum CodingKeys: String, CodingKey {
            case issuer, authorizationEndpoint = "authorization_endpoint", tokenEndpoint = "token_endpoint",
                jwksURI = "jwks_uri"
        }
    }

    init(_ configuration: OpenIDConfiguration) { self.configuration = configuration }

    /// - Throws: ``Problem`` 503 when the provider cannot be asked.
    func discovered() async throws -> Metadata {
        if let metadata { return metadata }
        let address = "\(configuration.issuer)/.well-known/openid-configuration"
        let found = try await get(address, as: Metadata.self)
        // Discovery 1.0, §4.3: the two must be the same.
        guard found.issuer == configuration.issuer else {
            throw Self.away("its discovery document is of another issuer")
        }
        metadata = found
        return found
    }

    /// Verifies the signature of a token and reads it; an unknown key is looked for once a minute at most.
    func verified<Payload: JWTPayload>(_ token: String, as type: Payload.Type) async throws -> Payload {
        if let keys, let payload = try? await keys.verify(token, as: type) { return payload }
        if let keysReadAt, keysReadAt.duration(to: .now) < .seconds(60) {
            throw Problem.openID("its signature is wrong")
        }
        let json = try await get(try await discovered().jwksURI, as: JWKS.self)
        let fresh = try await JWTKeyCollection().add(jwks: json)
        (keys, keysReadAt) = (fresh, .now)
        do { return try await fresh.verify(token, as: type) } catch {
            throw Problem.openID("its signature is wrong")
        }
    }

    /// The ID token for a code (RFC 6749 §4.1.3, with PKCE, RFC 7636).
    func idToken(for code: String, verifier: String) async throws -> String {
        struct Answer: Decodable { let id_token: String? }
        var form = [
            "grant_type": "authorization_code", "code": code, "redirect_uri": configuration.redirectURL,
            "client_id": configuration.clientID, "code_verifier": verifier,
        ]
        var request = HTTPClientRequest(url: try await discovered().tokenEndpoint)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        if let secret = configuration.clientSecret {
            let pair = "\(urlEncoded(configuration.clientID)):\(urlEncoded(secret))"
            request.headers.add(name: "Authorization", value: "Basic \(Data(pair.utf8).base64EncodedString())")
            form["client_id"] = nil
        }
        let text = form.sorted { $0.key < $1.key }.map { "\($0.key)=\(urlEncoded($0.value))" }.joined(separator: "&")
        request.body = .bytes(ByteBuffer(string: text))
        let (status, body) = try await send(request)
        guard status == 200, let answer = try? JSONDecoder().decode(Answer.self, from: body),
            let token = answer.id_token
        else { throw Problem.openID("it gave no token for the code (\(status))") }
        return token
    }

    private func get<T: Decodable>(_ address: String, as type: T.Type) async throws -> T {
        let (status, body) = try await send(HTTPClientRequest(url: address))
        guard status == 200, let value = try? JSONDecoder().decode(type, from: body) else {
            throw Self.away("\(address) answers \(status)")
        }
        return value
    }

    private func send(_ request: HTTPClientRequest) async throws -> (Int, Data) {
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
            return (Int(response.status.code), Data(buffer: try await response.body.collect(upTo: 1_048_576)))
        } catch {
            throw Self.away("\(error)")
        }
    }

    private static func away(_ why: String) -> Problem {
        .unavailable("the identity provider cannot be asked: \(why)")
    }
}

extension Problem {
    /// 401: what the identity provider says is not believed.
    static func openID(_ why: String) -> Problem {
        Problem(
            type: "openid-refused", status: 401, title: "The identity provider's word is not taken",
            detail: "\(why); begin again at the sign-in page")
    }
}
