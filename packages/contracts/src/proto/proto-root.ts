/** Where the .proto files lie: the include path of whoever loads `activity_hub/v1/….proto`. */
export const protoRoot = import.meta.dirname;
