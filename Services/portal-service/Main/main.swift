import PortalApp
import ServiceRuntime

try await ServiceRuntime.run(PortalService.definition)
