package dev.notificationfeed.api;

import dev.notificationfeed.feed.ItemView;
import dev.notificationfeed.store.ListQuery;
import dev.notificationfeed.store.NotificationPage;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One page of a list, with its number and the totals. */
@Schema(requiredProperties = {"content", "page"})
record PageView(List<ItemView> content, PageInfo page) {

    /** Named Position in OpenAPI since 1.0, which generated clients use. */
    @Schema(
            name = "Position",
            requiredProperties = {"size", "number", "totalElements", "totalPages"})
    record PageInfo(int size, int number, long totalElements, long totalPages) {}

    static PageView of(NotificationPage found, ListQuery query) {
        long pages = (found.total() + query.size() - 1) / query.size();
        return new PageView(
                found.items().stream().map(ItemView::of).toList(),
                new PageInfo(query.size(), query.page(), found.total(), pages));
    }
}
