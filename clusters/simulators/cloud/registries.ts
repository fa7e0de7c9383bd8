/** Image registries, as far as pulling from them can fail. */
export interface Registries {
  /** Whether the image can be pulled with these `.dockerconfigjson` contents; anonymous when there are none. */
  mayPull(image: string, dockerConfigs: readonly string[]): boolean;
}
