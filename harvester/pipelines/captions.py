"""Step 5: photos: caption and credit parted, photographer and agency named, doubles folded."""

from __future__ import annotations

from harvester.items import Draft, Image
from harvester.normalize.captions import read_caption, same_caption
from harvester.normalize.text import clean
from harvester.normalize.urls import join_url, same_picture
from harvester.pipelines import Step

MAX_IMAGES = 200


class Captions(Step):
    """Every content photo once, in page order, counted from 1."""

    name = "captions"

    def process(self, draft: Draft) -> None:
        images: list[Image] = []
        by_picture: dict[str, Image] = {}
        several = len(draft.scraped.photos) > 1
        for photo in draft.scraped.photos[:MAX_IMAGES]:
            image = self.image(draft, photo.url, photo.caption, photo.credit)
            if image is None:
                continue
            picture = same_picture(image.url) if image.url and several else None
            twin = by_picture.get(picture) if picture else None
            if twin is not None and twin.caption and image.caption and not same_caption(twin.caption, image.caption):
                twin = None  # one placeholder picture, two captions
            twin = twin or next((i for i in images if self.twins(i, image)), None)
            if twin is not None:
                self.count("folded")
                _fill(twin, image)
                continue
            if picture:
                by_picture[picture] = image
            images.append(image)
        for position, image in enumerate(images, 1):
            image.position = position
        draft.record.images = images
        self.count("images", len(images))
        self.count("credits", sum(i.credit is not None for i in images))

    def image(self, draft: Draft, url: str | None, caption: str | None, credit: str | None) -> Image | None:
        """One photo read; None when it has neither address nor words."""
        address = join_url(draft.base or draft.url, url)
        read = read_caption(clean(caption or ""), credit=clean(credit) if credit else None)
        if address is None and read.caption is None and read.credit is None:
            self.count("empty")
            return None
        if address is not None and read.caption and same_caption(read.caption, draft.record.headline or ""):
            # stheadline gives a photo without a caption the headline as its alt
            self.count("headline_as_caption")
            return Image(address, None, read.credit, read.photographer, read.agency, read.date_taken)
        return Image(address, read.caption, read.credit, read.photographer, read.agency, read.date_taken)

    @staticmethod
    def twins(a: Image, b: Image) -> bool:
        """Whether two entries are one photo: the same caption, and not two different addresses."""
        if a.url and b.url and a.url != b.url:
            return False
        return bool(a.caption and b.caption and same_caption(a.caption, b.caption))


def _fill(kept: Image, other: Image) -> None:
    """What the kept photo lacks, from its twin."""
    for name in ("url", "caption", "credit", "photographer", "agency", "date_taken"):
        if getattr(kept, name) is None:
            setattr(kept, name, getattr(other, name))
