/**
 * Messages about operations of a service that failed.
 *
 * @module eventbridge
 */
export { ServiceEvents } from "./service-events";
export type { ServiceEventsProps, ServiceOperation } from "./service-events";
