import EventContracts
import Postgres

// The words that events share, kept as `text`.

extension ApprovalOutcome: PostgresEncodable, PostgresDecodable {}
extension ApprovalWithdrawal: PostgresEncodable, PostgresDecodable {}
extension LeadSource: PostgresEncodable, PostgresDecodable {}
extension PaymentTerms: PostgresEncodable, PostgresDecodable {}
extension PaymentMethod: PostgresEncodable, PostgresDecodable {}
extension OrderChannel: PostgresEncodable, PostgresDecodable {}
