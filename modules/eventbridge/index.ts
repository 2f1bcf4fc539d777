/**
 * Notifications about failed operations of a service.
 *
 * @module eventbridge
 */
export { ServiceEvents } from "./service-events";
export type { ServiceEventsProps, ServiceOperation } from "./service-events";
