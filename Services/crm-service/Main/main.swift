import CRMApp
import ServiceRuntime

try await ServiceRuntime.run(CRMService.definition)
