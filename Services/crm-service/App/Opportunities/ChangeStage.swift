import CRMDomain
import Kernel
import Messaging
import ServiceRuntime

/// The salesperson moves an opportunity, loses it with a reason, or takes it up again.
struct ChangeStage: Codable, Sendable {
    var id: OpportunityID
    var stage: OpportunityStage
    var note: String?
}

struct StageResult: Codable, Sendable {
    var id: OpportunityID
    var stage: OpportunityStage
}

func changeStage(_ input: ChangeStage, _ call: CommandCall) async throws -> StageResult {
    let opportunity = try await call.ownOpportunity(input.id)
    let note = input.note?.meaningful
    let stage = try opportunity.stage.set(to: input.stage, reason: note)
    try await call.tx.move(opportunity, to: stage, note: note)
    return StageResult(id: input.id, stage: stage)
}
