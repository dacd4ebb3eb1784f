import PortalDomain
import Postgres

// The words of the Domain that are kept in columns, as text.

extension WebOrderState: PostgresEncodable, PostgresDecodable {}
extension PaymentAttemptState: PostgresEncodable, PostgresDecodable {}
extension RefundReason: PostgresEncodable, PostgresDecodable {}
