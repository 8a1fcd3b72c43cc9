"""Implicit ALS on Apache Spark: reads the log that export.ts wrote, and writes a model that import.ts reads."""
import argparse

from pyspark.ml.recommendation import ALS
from pyspark.sql import SparkSession

parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("--rank", type=int, required=True)
parser.add_argument("--max-iter", type=int, required=True)
parser.add_argument("--alpha", type=float, required=True)
parser.add_argument("--reg-param", type=float, required=True)
parser.add_argument("--rating-col", default="")
options = parser.parse_args()

spark = SparkSession.builder.appName("handbook-als").getOrCreate()
log = spark.read.parquet(f"{options.folder}/log/interactions.parquet")
als = ALS(
    rank=options.rank,
    maxIter=options.max_iter,
    regParam=options.reg_param,
    alpha=options.alpha,
    implicitPrefs=True,
    userCol="user",
    itemCol="item",
    ratingCol=options.rating_col,
    seed=42,
)
als.fit(log).write().overwrite().save(f"{options.folder}/spark-model")
