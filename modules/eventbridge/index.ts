export { ServiceEvents } from "./service-events";
export type { ServiceEventsProps, ServiceOperation } from "./service-events";
