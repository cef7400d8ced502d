export default {
  run() {
    throw new Error('the database is gone');
  },
};
