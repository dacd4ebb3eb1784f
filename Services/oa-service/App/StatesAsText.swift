import JSONSchema
import OADomain
import Postgres

// The domain's states are text in columns and in JSON.

extension TripState: PostgresCodable, SchemaRepresentable {}
extension ApprovalState: PostgresCodable, SchemaRepresentable {}
extension StepState: PostgresCodable, SchemaRepresentable {}
extension TaskState: PostgresCodable, SchemaRepresentable {}
extension AttendanceStatus: PostgresCodable, SchemaRepresentable {}
