"""Votes on one matter over the years, beside the lines that each had to reach; and how many stand where in a season.

Numbers in, percent and pixels out.

As organize.charts: widths are percent, heights pixels; templates draw it, with the same numbers in a table.
"""

TALL = 200  # pixels for 0 to the top line
TOP, BELOW = 24, 40  # pixels over it and under it
ROW, BAR = 40, 10  # pixels that a count takes, and its bar


def _y(percent, top):
    return TOP + round(TALL * (1 - float(percent) / top))


def votes(results, lines):
    """`results`: by day; `lines`: percentages that decide about a resubmission, smallest first → what to draw.

    {"height", "base", "lines": [{"percent", "y"}], "points": [{"result", "x", "y", "number_y"}], "path"}; {} without
    results. The scale ends at the lowest of 30, 60 and 100 that holds everything.
    """
    if not results:
        return {}
    most = max([float(one.percent) for one in results] + [float(line) for line in lines])
    top = next(end for end in (30, 60, 100) if most <= end)
    step = 90 / len(results)
    points = [
        {
            "result": one,
            "x": f"{8 + step * (at + 0.5):.2f}%",
            "y": _y(one.percent, top),
            "number_y": _y(one.percent, top) - 10,
        }
        for at, one in enumerate(results)
    ]
    joins = [
        {"x1": one["x"], "y1": one["y"], "x2": other["x"], "y2": other["y"]}
        for one, other in zip(points, points[1:], strict=False)
    ]
    return {
        "height": TOP + TALL + BELOW,
        "base": TOP + TALL,
        "label_y": TOP + TALL + 22,
        "lines": [{"percent": line, "y": _y(line, top), "label_y": _y(line, top) - 4} for line in lines],
        "points": points,
        "joins": joins,
    }


def counts(pairs):
    """`pairs`: [(label, how many)] → {"height", "bar", "rows": [{"label", "n", "text_y", "y", "width"}]}.

    One bar each, on one scale: the largest takes the whole width.
    """
    most = max((number for _label, number in pairs), default=0)
    rows = [
        {"label": label, "n": n, "text_y": ROW * at + 16, "y": ROW * at + 22, "width": f"{100 * n / most:.2f}%"}
        for at, (label, n) in enumerate(pairs)
    ]
    return {"height": ROW * len(rows), "bar": BAR, "rows": rows}
