import Messaging
import OAEvents
import Postgres

/// Keeps the names behind the ids of staff.
func keepStaffName(_ incoming: Incoming<StaffChanged>, _ tx: EventTransaction) async throws {
    let staff = incoming.event
    tx.write(
        """
        insert into staff_name (staff_id, name, name_zh) values (\(staff.staffID), \(staff.name), \(staff.nameZh))
        on conflict (staff_id) do update set name = excluded.name, name_zh = excluded.name_zh
        """)
}
