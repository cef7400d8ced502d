/**
 * How a process is started so that it can be ended with everything that it starts: in a group of its own. On Windows
 * there are no groups, and a detached process would leave the job that ends it when tidemark ends.
 */
export const ownGroup = (platform: NodeJS.Platform = process.platform) => ({
  detached: platform !== 'win32',
  windowsHide: true,
});
