#pragma once

#include "render/theme.h"

#include <QString>
#include <QWidget>

#include <vector>

namespace phiscope {

/// At the left of the 3-D view (CardPlace says how high): what makes a contact's potential at the moment, the
/// sections that add most first. Lets the mouse through.
class ListeningCard : public QWidget {
    Q_OBJECT
public:
    struct Row {
        QString section;
        QString value;      ///< with its unit
        double share = 0.0; ///< of what all sections add, magnitudes counted; 0 to 1
        bool positive = true;
        bool operator==(const Row&) const = default;
    };
    struct Content {
        QString contact; ///< "Laminar probe, contact 9"
        QString moment;  ///< "at 12.3 ms"
        QString all;     ///< "−12.3 µV"
        std::vector<Row> rows;
        bool operator==(const Content&) const = default;
    };

    explicit ListeningCard(QWidget* view);

    void setTheme(const Theme& theme);
    void setContent(const Content& content);
    const Content& content() const { return content_; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Theme theme_;
    Content content_;
};

} // namespace phiscope
