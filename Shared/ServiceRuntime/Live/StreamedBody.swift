import Foundation
import Hummingbird
import NIOCore

extension Answer {
    /// The stream as the body of a response: ends when the browser at the other end goes.
    static func body(of stream: LiveStream, to peer: any Channel) -> ResponseBody {
        ResponseBody { writer in
            var writer = writer
            let (texts, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(64))
            let telling = Task {
                defer { continuation.finish() }
                try await stream.run { continuation.yield($0) }
            }
            let farewell = PeerFarewell { telling.cancel() }
            defer { telling.cancel() }
            try await peer.pipeline.addHandler(farewell, position: .first)
            for await text in texts { try await writer.write(ByteBuffer(string: text)) }
            try await writer.finish(nil)
            try? await peer.pipeline.removeHandler(farewell)
        }
    }
}

/// Notices that the other end of a connection has gone or says nothing more: who only writes would learn of it late.
private final class PeerFarewell: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = NIOAny
    private let gone: @Sendable () -> Void

    init(_ gone: @escaping @Sendable () -> Void) { self.gone = gone }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed { gone() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        gone()
        context.fireChannelInactive()
    }
}
