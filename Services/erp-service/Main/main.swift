import ERPApp
import ServiceRuntime

try await ServiceRuntime.run(ERPService.definition)
