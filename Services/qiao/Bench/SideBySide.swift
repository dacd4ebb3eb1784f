/// The event core and the plain calls on the same ground, ready at the same time, so that their runs can take turns.
struct SideBySide {
    private let ground: Ground
    private let layout: LayoutOptions
    private let roles = MessagingCarrier.roles + PlainCarrier.roles

    init(_ options: BenchOptions, _ layout: LayoutOptions) throws {
        ground = try Ground(options)
        self.layout = layout
    }

    /// Takes everything away again, whatever happened.
    func compare(_ body: (MessagingCarrier, PlainCarrier) async throws -> Void) async throws {
        try await ground.clean(roles, lanes: layout.lanes) {
            for role in roles { try await ground.makeSchema(role) }
            try await ground.declareTopology(MessagingCarrier.roles[1], lanes: layout.lanes, follows: AccountMoved.self)
            try await ground.declareTopology(PlainCarrier.roles[1], lanes: layout.lanes, follows: PlainMoved.self)
            try await run(body)
        }
    }

    private func run(_ body: (MessagingCarrier, PlainCarrier) async throws -> Void) async throws {
        let core = try MessagingCarrier(ground, layout)
        let plain = PlainCarrier(ground, layout)
        do {
            try await core.start()
            try await plain.start()
            try await body(core, plain)
        } catch {
            try? await core.finish()
            try? await plain.finish()
            throw error
        }
        try await core.finish()
        try await plain.finish()
    }
}
