import CRMDomain
import CRMEvents
import ERPEvents
import Foundation
import Kernel
import OAEvents
import PortalEvents
import ServiceRuntime

/// The front office: leads, customers, opportunities, quotes, orders as confirmed.
public enum CRMService {
    /// The service as a value, for `main` and for the tests.
    public static func definition(_ configuration: ServiceConfiguration) -> ServiceDefinition {
        ServiceDefinition(
            publisher: CRM.self, catalog: CRM.catalog, follows: [OA.catalog, ERP.catalog, Portal.catalog],
            resources: Bundle.module, routes: routes, subscriptions: subscriptions, figures: figures,
            visibility: [
                Visibility("leads, customers, opportunities, quotes", frontOfficeReach),
                Visibility("orders", orderReach),
            ],
            background: [{ ForgetCustomers(context: $0) }])
    }
}
