import CRMDomain
import Testing

@Suite("State tables")
struct StateTableTests {
    @Test func aLeadIsConvertedFromEveryLivingState() throws {
        for state in [LeadState.new, .contacted, .qualified] {
            #expect(try state.after(.convert) == .converted)
        }
        #expect(throws: IllegalTransition(subject: "lead", from: "lost", wanted: "convert")) {
            try LeadState.lost.after(.convert)
        }
    }

    @Test func aConvertedLeadStaysConverted() {
        #expect(LeadState.converted.next.isEmpty)
        #expect(throws: IllegalTransition.self) { try LeadState.converted.after(.convert) }
    }

    @Test func aLeadIsNotConvertedByHand() {
        #expect(throws: IllegalTransition(subject: "lead", from: "new", wanted: "converted")) {
            try LeadState.new.set(to: .converted)
        }
    }

    @Test func anOpportunityIsWonByAQuoteOnly() throws {
        for stage in OpportunityStage.open {
            #expect(try stage.after(.win) == .won)
            #expect(throws: OpportunityError.self) { try stage.set(to: .won, reason: nil) }
        }
    }

    @Test func losingWantsAReason() throws {
        #expect(throws: OpportunityError.lostWithoutReason) { try OpportunityStage.needs.set(to: .lost, reason: "") }
        #expect(try OpportunityStage.needs.set(to: .lost, reason: "price") == .lost)
    }

    @Test func aStageAdvancesByItselfButNeverGoesBack() {
        #expect(OpportunityStage.qualification.advanced(to: .proposal) == .proposal)
        #expect(OpportunityStage.negotiation.advanced(to: .proposal) == .negotiation)
        #expect(OpportunityStage.won.advanced(to: .negotiation) == .won)
    }

    @Test func everyStateIsReachedOrIsAFirstOne() {
        #expect(unreached(LeadState.self) == [.new])
        #expect(unreached(OpportunityStage.self).isEmpty)
        #expect(unreached(QuoteVersionState.self) == [.draft])
    }

    private func unreached<S: StateTable>(_ type: S.Type) -> [S] where S.AllCases == [S] {
        S.allCases.filter { state in !S.moves.contains { $0.to == state } }
    }
}
