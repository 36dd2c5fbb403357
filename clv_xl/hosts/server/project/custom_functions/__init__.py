"""The functions that Excel gets: each one here that xlwings.func marks. Functions of your own can follow below."""

from clv_xl.udfs import *  # noqa: F403
