#!/bin/sh
#SBATCH --job-name=tidemark
#SBATCH --output=slurm-%A_%a.out
#SBATCH --cpus-per-task=1
# One shard of a job array: sbatch --array=1-3 slurm-array.sh
npx tidemark run --scenario await-drain --param volume=1MiB,2MiB,4MiB --quick --no-growth \
  --shard auto --results "shards/$SLURM_ARRAY_TASK_ID"
