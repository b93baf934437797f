/** S3: buckets with text objects, and who may read and write them. */
export { S3 } from './s3';
